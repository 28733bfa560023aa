/** See bundle.mjs. @returns the file to import. */
export function bundleTwin(root: string): Promise<string>;
