import type { Command } from "commander";

/** `gramai serve`: the service, its page and the pipeline on this machine, as `npm start` runs them. */
export function addServeCommand(program: Command): void {
  program
    .command("serve")
    .description("Serve the page and the API on this machine")
    .option("--port <number>", "port to listen on (default: 8080, or PORT)")
    .action(async ({ port }: { readonly port?: string }) => {
      if (port !== undefined) process.env.PORT = port;
      await import("./twin-start.js");
    });
}
