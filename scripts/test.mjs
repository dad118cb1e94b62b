import { spawnSync } from 'node:child_process';
import { installPackages, requireNode, root } from '../cli/install-packages.mjs';

// What `npm test` runs: needs Node and npm only, installs the rest and verifies everything.
requireNode(19, ' by the tools that test it, though not by the program');
installPackages();
const { status } = spawnSync(
  process.execPath,
  ['--conditions=react-server', '--import', 'tsx', 'scripts/verify.ts', ...process.argv.slice(2)],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
process.exit(status ?? 1);
