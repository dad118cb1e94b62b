import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Plain JavaScript without packages: it runs where none is installed yet.

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const stamp = `${root}node_modules/.installed-for`;

/**
 * Installs the packages of the lock file unless that was done before, and leaves that file as it
 * is. Ends the process with a clear message where it cannot.
 */
export function installPackages() {
  requireNode();
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing packages …');
  // Not `npm ci`, which refuses a lock file written where other platforms' packages were left out.
  const { status, error } = spawnSync(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['install', '--no-save', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' },
  );
  if (status !== 0) {
    console.error(
      error
        ? `npm could not be started (${error.message}). Node and npm are all that must be there.`
        : 'npm could not install the packages; its own words are above. Nothing else was done.',
    );
    process.exit(status || 1);
  }
  writeFileSync(stamp, wanted);
}

/** What the installed packages depend on: the two files, and the machine they are for. */
function fingerprint() {
  const [major] = process.versions.node.split('.');
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${major}\n`);
  for (const file of ['package.json', 'package-lock.json']) {
    hash.update(readFileSync(`${root}${file}`));
  }
  return hash.digest('hex');
}

/** Ends the process with a clear message where Node is older than 20 with the given minor. */
export function requireNode(least = 9, forWhat = '') {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= least)) return;
  console.error(`Node 20.${least} or later is needed${forWhat}; this is ${process.versions.node}.`);
  process.exit(1);
}
