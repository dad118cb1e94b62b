import { parseArgs } from 'node:util';
import { checkWarehouse } from './check-warehouse';
import { runCommand } from './run-command';
import { missingDetailLines, sourceLines } from './setup-sources-text';
import { grantsFromEnv, type SetUpOutcome, setUpWarehouse } from './setup-warehouse';
import { print, printError } from './terminal-text';

const usage = `Usage: npm run setup
       npm run setup -- --grants
       npm run setup -- --check
       npm run setup -- --apply-views
       npm run setup -- --with-sample-tables
Creates missing tables and views in the configured warehouse and migrates older ones. Running it again
changes nothing. In Snowflake it also prints the minimum grants and reports missing ones.
--grants prints the grants without connecting. --check changes nothing: it checks the data team's tables,
the privileges, the session, the clock, the time zone, and every statement in Snowflake, and prints a report
to email. --apply-views replaces a contract view that could use more of the data team's tables, and reads the
tenure and managers of CSMs again; without it, setup only prints the statements. --with-sample-tables also
creates empty versions of the data team's tables, for evaluation without them.`;

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      grants: { type: 'boolean' },
      check: { type: 'boolean' },
      'apply-views': { type: 'boolean' },
      'with-sample-tables': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) print(usage);
  else if (values.grants) print(grantsFromEnv());
  else if (values.check) {
    if (!(await checkWarehouse(print))) process.exitCode = 1;
  } else
    printOutcome(
      await setUpWarehouse(new Date(), {
        sampleTables: values['with-sample-tables'] ?? false,
        applyViews: values['apply-views'] ?? false,
      }),
    );
});

function printOutcome({
  location,
  from,
  to,
  createdViews,
  emptyColumns,
  viewProblems,
  timeZoneProblems,
  sources,
  csms,
  grants,
}: SetUpOutcome): void {
  if (from === null)
    print(`Created the tables, the contract views, and the first policy in ${location}.`);
  else if (from < to)
    print(`Migrated ${location} from version ${from} to ${to}. Every row was kept.`);
  else if (createdViews.length > 0)
    print(`Restored ${createdViews.join(' and ')} in ${location}. Nothing else was changed.`);
  else if (sources.replaced.length > 0 || sources.filledBy !== null)
    print(`${location} is up to date (version ${to}).`);
  else print(`${location} is up to date (version ${to}). Nothing was changed.`);
  for (const note of [...emptyColumns, ...viewProblems, ...timeZoneProblems])
    print(`Note: ${note}`);
  for (const line of sourceLines(sources, grants !== null)) print(line);
  for (const line of missingDetailLines(csms)) print(line);
  if (!grants) return;
  print(`\nMinimum grants for the role ${grants.role}:\n\n${grants.least}\n`);
  if (grants.missing.length === 0) {
    print(`${grants.role} has every privilege it needs.`);
    return;
  }
  const missing = grants.missing.map((line) => `  ${line}`).join('\n');
  printError(`${grants.role} is missing:\n${missing}`);
  process.exitCode = 1;
}
