import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.config';

/** The tests that also run on fakesnow, a third-party emulator of Snowflake. */
export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    env: { TEST_WAREHOUSE: 'fakesnow' },
    globalSetup: 'test/fakesnow/global-setup.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'fakesnow',
          isolate: false,
          // It is another server, and runs with the unit tests.
          exclude: ['test/contract/protocol-server.test.ts'],
          include: [
            'test/contract/*.test.ts',
            'demo/make-demo.{guide-figures,same-pages}.test.ts',
            'lib/decisions/{decide,decide.undo,decide.batch}.test.ts',
            'lib/decisions/roll-back-run.test.ts',
            'lib/migration/migrate-to-snowflake.test.ts',
            'lib/members/{change-member,sign-in-with-sso,tokens}.test.ts',
            'lib/runs/start-run{,.idempotency}.test.ts',
            'lib/server/audit/audited-transaction.test.ts',
            'lib/warehouse/schema/{set-up-sources,csm-sources-table}.test.ts',
            '{lib,test}/**/*.fakesnow.test.ts',
          ],
        },
      },
      // These change the environment.
      {
        extends: true,
        test: { name: 'fakesnow-isolated', include: ['cli/**/*.fakesnow.test.ts'] },
      },
    ],
  },
});
