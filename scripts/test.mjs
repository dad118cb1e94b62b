import { spawnSync } from 'node:child_process';
import { installPackages, requireNode, root } from '../cli/install-packages.mjs';

// `npm test`: needs only Node and npm, installs everything else, and runs the gate.
requireNode(19, ' by the tools that test it, though not by the program');
installPackages();
const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/gate.ts'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
process.exit(status ?? 1);
