import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Plain JavaScript without dependencies, because it runs before any package is installed.

/** The project's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const stamp = `${root}node_modules/.installed-for`;

/**
 * Installs the packages of the lock file, unless they are already installed, without changing that
 * file. Exits with a clear message if it cannot.
 */
export function installPackages() {
  requireNode();
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing packages …');
  // Not `npm ci`, which deletes node_modules first and so breaks a server that is running.
  const { status, error } = spawnSync(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['install', '--no-save', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' },
  );
  if (status !== 0) {
    console.error(
      error
        ? `npm could not be started (${error.message}). Install Node and npm, then try again.`
        : 'npm could not install the packages; see its output above. Nothing else was done.',
    );
    process.exit(status || 1);
  }
  writeFileSync(stamp, wanted);
}

/** A hash of everything the installed packages depend on: the two files and this platform. */
function fingerprint() {
  const [major] = process.versions.node.split('.');
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${major}\n`);
  for (const file of ['package.json', 'package-lock.json']) {
    hash.update(readFileSync(`${root}${file}`));
  }
  return hash.digest('hex');
}

/** Exits with a clear message if Node is older than 20 with the given minor version. */
export function requireNode(least = 9, forWhat = '') {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= least)) return;
  console.error(`Node 20.${least} or later is needed${forWhat}; this is ${process.versions.node}.`);
  process.exit(1);
}
