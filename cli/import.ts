import { parseArgs } from 'node:util';
import { parseMappings } from '@/lib/accounts/import/column-mapping';
import { type ImportReport, importSources } from '@/lib/accounts/import/import-sources';
import type { DecimalSeparator } from '@/lib/accounts/import/number-format';
import type { RowPreview } from '@/lib/accounts/import/read-options';
import { openSourceFile } from '@/lib/accounts/import/source-file';
import { readParquet } from '@/lib/server/upload';
import { closeWarehouse, getWarehouse } from '@/lib/warehouse/client';
import { formatTable } from './format-table';
import { openExclusively, operator, runCommand, UsageError } from './run-command';
import { print } from './terminal-text';

const usage = `Usage: npm run import -- --accounts FILE [--csms FILE] [--map column=source,…]
         [--decimal . | ,] [--dry-run]
Replaces the accounts, the CSMs, or both with those from CSV or Parquet files, all or nothing.
Recommendations, assignments, and decisions are kept. In Snowflake the lists belong to the data team and
are never replaced, unless \`npm run setup -- --with-sample-tables\` created them as samples.

Accounts: account_id (required), account_name, tenant_id, needs_csm, needs_csm_since, current_csm,
  neediness_score (0-10), health_score (0-100), health_color, revenue, account_segment,
  account_level, industry
CSMs: csm_name (required), is_active, tenure_months, manager_name, segment, account_level,
  capacity, away_until; start_date instead of a tenure, and away_from for a planned leave. Values that
  people edited in the app are kept.
--map names a column that is called differently: --map account_id=id,csms.account_level=tier
--decimal says which character is before the decimals, if the file does not show it: 12.500 or 12,500
--dry-run shows the first rows as they would be imported, and the notes, and writes nothing`;

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      accounts: { type: 'string' },
      csms: { type: 'string' },
      map: { type: 'string', multiple: true },
      decimal: { type: 'string' },
      'dry-run': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    print(usage);
    return;
  }
  const { accounts, csms, map = [], decimal: written = null } = values;
  if (accounts === undefined && csms === undefined) throw new UsageError(usage);
  if (written !== null && written !== '.' && written !== ',') {
    throw new UsageError(`--decimal ${written}: write --decimal . or --decimal ,`);
  }
  const decimal: DecimalSeparator | null = written;
  const dryRun = values['dry-run'] ?? false;
  const input = {
    mappings: parseMappings(map),
    decimal,
    dryRun,
    accounts: accounts === undefined ? undefined : await openSourceFile(accounts),
    csms: csms === undefined ? undefined : await openSourceFile(csms),
  };
  const warehouse = await openExclusively(getWarehouse);
  try {
    const ctx = { warehouse, person: operator(), now: () => new Date(), readParquet };
    printReport(await importSources(ctx, input), dryRun);
  } finally {
    await closeWarehouse();
  }
});

function printReport({ accounts, csms, notes }: ImportReport, dryRun: boolean): void {
  const count = (n: number) => n.toLocaleString();
  if (dryRun) for (const each of [accounts, csms]) if (each) printPreview(each.preview);
  if (accounts) {
    print(`Accounts: ${count(accounts.rows)} (${count(accounts.needing)} need a CSM).`);
  }
  if (csms) print(`CSMs: ${count(csms.rows)} (${count(csms.active)} active).`);
  for (const note of notes) print(`Note: ${note}`);
  if (dryRun) print('Nothing was imported: this was a dry run.');
}

function printPreview({ columns, rows }: RowPreview): void {
  print('The first rows as they would be imported:');
  const values = rows.map((row) => row.values);
  print(`${formatTable({ columns, rows: values, rowsAffected: null })}\n`);
}
