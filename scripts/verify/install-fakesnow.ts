import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installSystemPackages } from './install-system-packages';
import { runProgram } from './run-program';

const root = fileURLToPath(new URL('../..', import.meta.url));
const requirements = join(root, 'test/fakesnow/requirements.txt');
const folder = join(root, 'e2e/.artifacts/fakesnow');
// Written last, so that a folder without it was left half-made.
const stamp = join(folder, 'made-from');
const interpreter = join(
  folder,
  process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
);

/** The Python that has fakesnow, why there is none, or what is wrong with the one that was made. */
export type Installed =
  | { readonly python: string }
  | { readonly why: string }
  | { readonly broken: string };

/**
 * Makes the virtual environment that fakesnow runs in, unless an earlier run left it whole and
 * made from the same requirements.
 */
export async function installFakesnow(): Promise<Installed> {
  const python = findPython() ?? (await fromSystem());
  if (!python) return { why: 'Python 3.11 or later is not here and could not be installed' };
  const wanted = fingerprint(python);
  if (isWhole(wanted)) return { python: interpreter };
  console.log('Making the virtual environment of fakesnow …');
  if (!(await make(python))) return { why: 'Python could not make a virtual environment' };
  if (!(await runProgram(interpreter, [...pip, '-r', requirements]))) {
    return { why: 'fakesnow could not be installed; pip’s own words are above' };
  }
  // Our requirements are at fault, not the machine, so this fails instead of being skipped.
  if (!starts()) return { broken: 'fakesnow was installed, but cannot be imported' };
  writeFileSync(stamp, wanted);
  return { python: interpreter };
}

const pip = [
  ...['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'],
  // Nothing is compiled here, and nobody waits long for a registry that does not answer.
  ...['--only-binary=:all:', '--retries=1', '--timeout=20'],
];

async function make(python: Python): Promise<boolean> {
  const fresh = () => {
    rmSync(folder, { recursive: true, force: true });
    return runProgram(python.path, ['-m', 'venv', folder]);
  };
  // Debian and its kin keep what makes an environment in a package of its own.
  return (await fresh()) || ((await installSystemPackages('python3-venv')) && fresh());
}

async function fromSystem(): Promise<Python | undefined> {
  console.log('No Python of 3.11 or later was found; trying the system’s …');
  await installSystemPackages('python3', 'python3-venv');
  return findPython();
}

function isWhole(wanted: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && starts();
}

function starts(): boolean {
  const { status } = spawnSync(interpreter, ['-c', 'import fakesnow.instance'], {
    timeout: 60_000,
  });
  return status === 0;
}

function fingerprint({ path, version }: Python): string {
  const hash = createHash('sha256').update(`${path}\n${version}\n`);
  return hash.update(readFileSync(requirements)).digest('hex');
}

/** A Python that is new enough for fakesnow. */
interface Python {
  readonly path: string;
  /** What packages made for it depend on. */
  readonly version: string;
}

const usualNames = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'];

// Prints the version, and fails below 3.11. Answers the program itself, not what leads to it.
const question =
  'import sys; print(sys.executable); print(sys.version); sys.exit(sys.version_info < (3, 11))';

/** Finds a Python of 3.11 or later that starts: the one that PYTHON names, or a usual one. */
function findPython(): Python | undefined {
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
