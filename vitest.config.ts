import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';

/** What the unit tests and the tests on fakesnow have in common. */
export const shared = {
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  ssr: { resolve: { conditions: ['react-server', 'node'] } },
  test: {
    environment: 'node',
    // Vitest would leave a core for its own process, which mostly waits.
    maxWorkers: '100%',
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
} satisfies ViteUserConfig;

/** Files that change the environment, module state, or a driver's global settings. */
const isolated = ['cli', 'lib/server', 'lib/warehouse/snowflake', 'test/snowflake'].map(
  (folder) => `${folder}/**/*.test.ts`,
);

// These run by test/fakesnow/vitest.config.ts.
const exclude = [...configDefaults.exclude, '**/*.fakesnow.test.ts'];

export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // DuckDB and the schemas load once per worker.
          isolate: false,
          include: ['app', 'components', 'lib', 'scripts', 'test'].map(
            (folder) => `${folder}/**/*.test.ts`,
          ),
          exclude: [...exclude, ...isolated],
        },
      },
      { extends: true, test: { name: 'isolated', include: isolated, exclude } },
      // Slow, because almost any change to the services affects the demo: `npm run check` skips it.
      { extends: true, test: { name: 'demo', include: ['demo/**/*.test.ts'], exclude } },
    ],
  },
});
