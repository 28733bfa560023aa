import { round } from "./stats.js";

/** A goal of the product's speed, and whether this run reached it. */
export interface Target {
  readonly what: string;
  /** A number, with the side it is to be on. */
  readonly wanted: string;
  /** Undefined where this run could not measure it; `why` then says why. */
  readonly measured: number | undefined;
  readonly holds: boolean | undefined;
  readonly why?: string;
}

/** @param measured undefined where it was not. */
export function atLeast(
  what: string,
  least: number,
  measured: number | undefined,
  why?: string,
): Target {
  return toTarget(what, `≥ ${least}`, measured, (value) => value >= least, why);
}

export function atMost(
  what: string,
  most: number,
  measured: number | undefined,
  why?: string,
): Target {
  return toTarget(what, `≤ ${most}`, measured, (value) => value <= most, why);
}

function toTarget(
  what: string,
  wanted: string,
  measured: number | undefined,
  holds: (value: number) => boolean,
  why: string | undefined,
): Target {
  if (measured === undefined) {
    return { what, wanted, measured, holds: undefined, why: why ?? "not measured" };
  }
  return { what, wanted, measured: round(measured), holds: holds(measured) };
}
