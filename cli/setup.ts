import { parseArgs } from 'node:util';
import { runCommand } from './run-command';
import { grantsFromEnv, type SetUpOutcome, setUpWarehouse } from './setup-warehouse';

const usage = `Usage: npm run setup
       npm run setup -- --grants
       npm run setup -- --with-sample-tables
Makes the tables and views of the program in the configured warehouse where they are missing, and
brings older ones forward. Running it again changes nothing.
In Snowflake it also prints the least grants of the program's role and says which are missing.
--grants prints them without connecting. --with-sample-tables makes the data team's tables as well,
empty, for trying out where there are none.`;

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      grants: { type: 'boolean' },
      'with-sample-tables': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) console.log(usage);
  else if (values.grants) console.log(grantsFromEnv());
  else
    print(
      await setUpWarehouse(new Date(), { sampleTables: values['with-sample-tables'] ?? false }),
    );
});

function print({
  location: where,
  from,
  to,
  createdViews: made,
  emptyColumns: gaps,
  viewProblems: faults,
  grants,
}: SetUpOutcome): void {
  if (from === null)
    console.log(`Created the tables, the contract views and the first policy in ${where}.`);
  else if (from < to)
    console.log(`Brought ${where} from version ${from} to ${to}; every row was kept.`);
  else if (made.length > 0)
    console.log(`Made ${made.join(' and ')} again in ${where}; nothing else was changed.`);
  else console.log(`${where} has everything already (version ${to}); nothing was changed.`);
  for (const note of [...gaps, ...faults]) console.log(`Note: ${note}`);
  if (!grants) return;
  console.log(`\nThe least that the role ${grants.role} needs:\n\n${grants.least}\n`);
  if (grants.missing.length === 0) {
    console.log(`${grants.role} has every privilege that the program needs.`);
    return;
  }
  console.error(`${grants.role} lacks:\n${grants.missing.map((line) => `  ${line}`).join('\n')}`);
  process.exitCode = 1;
}
