import { round } from "./stats.js";

/**
 * Cloud Run with billing by request, tier 1 regions such as europe-west4, in US dollars, as published on
 * cloud.google.com/run/pricing and read in November 2026.
 */
const PRICES = { vcpuSecond: 0.000024, gibSecond: 0.0000025, millionRequests: 0.4 } as const;

/** Memory of the instance: the default of `serving.memory_mib` in terraform/variables.tf. */
const INSTANCE_GIB = 1;

/** Estimate in US dollars for a million sentences on an instance with one vCPU that is kept busy. */
export interface Cost {
  /** Sentences that come in long texts: processor and memory only. */
  readonly inTexts: number;
  /** One sentence a request. */
  readonly inRequests: number;
}

/** @param processorMs processor time a sentence on this machine; a vCPU of the platform may be slower. */
export function estimateCost(processorMs: number): Cost {
  const seconds = processorMs * 1000; // of a million sentences
  const inTexts = seconds * (PRICES.vcpuSecond + INSTANCE_GIB * PRICES.gibSecond);
  return { inTexts: round(inTexts), inRequests: round(inTexts + PRICES.millionRequests) };
}
