import { spawnSync } from 'node:child_process';

/** A Python that is new enough for fakesnow. */
export interface Python {
  readonly path: string;
  /** What packages made for it depend on. */
  readonly version: string;
}

const usualNames = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'];

// Prints the version, and fails below 3.11. Answers the program itself, not what leads to it.
const question =
  'import sys; print(sys.executable); print(sys.version); sys.exit(sys.version_info < (3, 11))';

/** Finds a Python of 3.11 or later that starts: the one that PYTHON names, or a usual one. */
export function findPython(): Python | undefined {
  for (const name of [process.env.PYTHON, ...usualNames]) {
    if (!name) continue;
    const { status, stdout } = spawnSync(name, ['-c', question], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    const [path, ...version] = (stdout ?? '').split('\n');
    if (status === 0 && path) return { path, version: version.join(' ') };
  }
  return undefined;
}
