import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  ssr: { resolve: { conditions: ['react-server', 'node'] } },
  test: {
    include: ['app', 'cli', 'components', 'demo', 'lib', 'scripts', 'test'].map(
      (folder) => `${folder}/**/*.test.ts`,
    ),
    environment: 'node',
    // Its own process, for which it would leave a core, waits most of the time.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
