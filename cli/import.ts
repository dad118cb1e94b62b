import { parseArgs } from 'node:util';
import { type ImportReport, importSources } from '@/lib/accounts/import/import-sources';
import { closeWarehouse, getWarehouse } from '@/lib/warehouse/client';
import { openExclusively, operator, runCommand, UsageError } from './run-command';

const usage = `Usage: npm run import -- --accounts FILE [--csms FILE] [--map column=source,…]
Replaces the accounts, the CSMs, or both with those from CSV or Parquet files, all or nothing.
Recommendations, assignments, and decisions are kept. In Snowflake the lists belong to the data team and
are never replaced, unless \`npm run setup -- --with-sample-tables\` created them as samples.

Accounts: account_id (required), account_name, tenant_id, needs_csm, needs_csm_since, current_csm,
  neediness_score (0-10), health_score (0-100), health_color, revenue, account_segment,
  account_level, industry
CSMs: csm_name (required), is_active, tenure_months, manager_name, segment, account_level,
  capacity, away_until
--map names a column that is called differently: --map account_id=id,csms.account_level=tier`;

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      accounts: { type: 'string' },
      csms: { type: 'string' },
      map: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const { help, ...input } = values;
  if (input.accounts === undefined && input.csms === undefined) throw new UsageError(usage);
  const warehouse = await openExclusively(getWarehouse);
  try {
    const ctx = { warehouse, person: operator(), now: () => new Date(), readParquet };
    print(await importSources(ctx, input));
  } finally {
    await closeWarehouse();
  }
});

// Load DuckDB only for Parquet files, so that importing CSV into Snowflake works without it.
async function readParquet(path: string) {
  const duckdb = await import('@/lib/warehouse/duckdb/read-parquet');
  return duckdb.readParquet(path);
}

function print({ accounts, csms, notes }: ImportReport): void {
  const count = (n: number) => n.toLocaleString();
  if (accounts) {
    console.log(`Accounts: ${count(accounts.rows)} (${count(accounts.needing)} need a CSM).`);
  }
  if (csms) console.log(`CSMs: ${count(csms.rows)} (${count(csms.active)} active).`);
  for (const note of notes) console.log(`Note: ${note}`);
}
