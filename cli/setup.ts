import { parseArgs } from 'node:util';
import { setUpWarehouse } from '@/lib/setup';
import { runCommand } from './run-command';

await runCommand(async (args) => {
  parseArgs({ args, options: {} });
  const { path, from, to, made, faults } = await setUpWarehouse(new Date());
  if (from === null)
    console.log(`Created the tables, the contract views and the first policy in ${path}.`);
  else if (from < to)
    console.log(`Brought ${path} from version ${from} to ${to}; every row was kept.`);
  else if (made.length > 0)
    console.log(`Made ${made.join(' and ')} again in ${path}; nothing else was changed.`);
  else console.log(`${path} has everything already (version ${to}); nothing was changed.`);
  for (const fault of faults) console.log(`Note: ${fault}`);
});
