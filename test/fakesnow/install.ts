import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installSystemPackages, root, runProgram } from '@/scripts/run-program';

const requirements = join(root, 'test/fakesnow/requirements.txt');
const folder = join(root, 'e2e/.artifacts/fakesnow');
// Written last: a folder without it is incomplete.
const stamp = join(folder, 'made-from');
const interpreter = join(
  folder,
  process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
);

/**
 * The Python with fakesnow, or why there is none: `unavailable` if this machine cannot have it,
 * `broken` if it was installed but cannot be imported.
 */
export type FakesnowInstallation =
  | { readonly python: string }
  | { readonly unavailable: string }
  | { readonly broken: string };

/** Creates fakesnow's virtual environment, unless an earlier run left it complete and current. */
export async function installFakesnow(): Promise<FakesnowInstallation> {
  const python = findPython() ?? (await installPython());
  if (!python) return { unavailable: 'Python 3.11 or later is missing and could not be installed' };
  const wanted = fingerprint(python);
  if (isCurrent(wanted)) return { python: interpreter };
  console.log('Installing fakesnow …');
  if (!(await createEnvironment(python))) {
    return { unavailable: 'Python could not create a virtual environment' };
  }
  if (!(await runProgram(interpreter, [...pipInstall, '-r', requirements])).ok) {
    return { unavailable: 'pip could not install fakesnow; its output is above' };
  }
  // Our pinned versions are at fault here, not the machine.
  if (!starts()) return { broken: 'fakesnow was installed, but cannot be imported' };
  writeFileSync(stamp, wanted);
  return { python: interpreter };
}

const pipInstall = [
  '-m',
  'pip',
  'install',
  '--quiet',
  '--no-input',
  '--disable-pip-version-check',
  // Install only wheels, and fail early if the registry does not respond.
  '--only-binary=:all:',
  '--retries=1',
  '--timeout=20',
];

async function createEnvironment(python: Python): Promise<boolean> {
  const create = async () => {
    rmSync(folder, { recursive: true, force: true });
    return (await runProgram(python.path, ['-m', 'venv', folder])).ok;
  };
  // Debian packages venv separately.
  return (await create()) || ((await installSystemPackages('python3-venv')) && create());
}

async function installPython(): Promise<Python | undefined> {
  console.log('No Python 3.11 or later was found. Installing the system’s …');
  await installSystemPackages('python3', 'python3-venv');
  return findPython();
}

function isCurrent(wanted: string): boolean {
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

interface Python {
  readonly path: string;
  /** Part of the fingerprint: installed packages depend on it. */
  readonly version: string;
}

const PYTHON_NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'];

// Prints the executable behind any launcher script, and fails below 3.11.
const versionCheck =
  'import sys; print(sys.executable); print(sys.version); sys.exit(sys.version_info < (3, 11))';

/** Finds a Python 3.11 or later that starts: the one in PYTHON, else one on the PATH. */
function findPython(): Python | undefined {
  for (const name of [process.env.PYTHON, ...PYTHON_NAMES]) {
    if (!name) continue;
    const { status, stdout } = spawnSync(name, ['-c', versionCheck], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    const [path, ...version] = (stdout ?? '').split('\n');
    if (status === 0 && path) return { path, version: version.join(' ') };
  }
  return undefined;
}
