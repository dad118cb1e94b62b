import { existsSync } from 'node:fs';
import { runProgram } from './run-program';

/** Installs packages of the system where this user may; answers false where that cannot be tried. */
export async function installSystemPackages(...packages: string[]): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  await runProgram('apt-get', ['update', '-q'], quiet);
  const install = ['install', '-qy', '--no-install-recommends', ...packages];
  return runProgram('apt-get', install, quiet);
}
