import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  ssr: { resolve: { conditions: ['react-server', 'node'] } },
  test: {
    include: ['app', 'cli', 'components', 'demo', 'lib', 'scripts', 'test'].map(
      (folder) => `${folder}/**/*.test.ts`,
    ),
    // These run by test/fakesnow/vitest.config.ts.
    exclude: [...configDefaults.exclude, '**/*.fakesnow.test.ts'],
    environment: 'node',
    // Vitest would leave a core for its own process, which mostly waits.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
