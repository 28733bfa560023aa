import type { Page } from "playwright-core";

/** One event of Chromium's trace; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of the thread. */
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly data?: { readonly url?: string } };
}

/** The longest of some tasks, in milliseconds on the clock and of processor time. */
export interface Longest {
  readonly tasks: number;
  /** Whole tasks of the main thread, the browser's layout and painting included. */
  readonly task: Times;
  /** Calls into the page's script, with the layout they force. */
  readonly script: Times;
}

interface Times {
  readonly clockMs: number;
  readonly processorMs: number;
}

/** Chromium's trace of the page while something is done. */
export async function record(page: Page, act: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.start", {
    traceConfig: { includedCategories: ["toplevel", "devtools.timeline", "__metadata"] },
  });
  await act();
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  return events;
}

/** The longest tasks of the thread that runs the page's script. */
export function longestTasks(events: readonly TraceEvent[]): Longest {
  const calls = events.filter(
    ({ name, args }) => name === "FunctionCall" && args.data?.url?.endsWith("/main.js"),
  );
  const [call] = calls;
  if (!call) throw new Error("Expected calls into main.js in the trace, got none");
  const tasks = events.filter(
    ({ name, pid, tid }) => name.endsWith("RunTask") && pid === call.pid && tid === call.tid,
  );
  return { tasks: tasks.length, task: longest(tasks), script: longest(calls) };
}

function longest(events: readonly TraceEvent[]): Times {
  const most = (times: readonly number[]) => Math.round(Math.max(0, ...times) / 100) / 10;
  return {
    clockMs: most(events.map(({ dur }) => dur ?? 0)),
    processorMs: most(events.map(({ tdur }) => tdur ?? 0)),
  };
}
