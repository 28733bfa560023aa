import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{core,infra,functions,cli,client,web,bench,scripts}/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    env: { OMP_NUM_THREADS: "1" },
    coverage: {
      provider: "v8",
      include: ["{core,infra,functions,cli,client,web}/**/*.ts"],
      exclude: ["**/*.test.ts", "**/testdata/**"],
      reporter: ["text-summary", "lcov"],
      reportsDirectory: "coverage",
    },
  },
});
