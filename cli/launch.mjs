import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoAddress } from './demo-address.mjs';
import { installPackages, requireNode } from './install-packages.mjs';
import { portProblem } from './port-problem.mjs';

// Takes a fresh clone to a running demo. Plain JavaScript without packages, because it installs them.

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);
const demoFile = join('.data', 'demo.duckdb');
const children = new Set();
let stopping = false;

class Failure extends Error {}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopping = true;
    if (children.size === 0) process.exit(0);
    // Ctrl-C reaches the children by itself; only a signal sent to this process alone does not.
    setTimeout(stopChildren, signal === 'SIGINT' ? 1_000 : 0);
  });
}

function stopChildren() {
  for (const child of children) child.kill('SIGTERM');
}

try {
  requireNode();
  const address = demoAddress(process.env);
  await checkPort(address);
  installPackages();
  await build();
  await serve(address, await makeData());
} catch (error) {
  if (stopping) process.exit(0);
  console.error(error instanceof Failure || error instanceof RangeError ? error.message : error);
  process.exit(1);
}

async function checkPort({ host, port, probes }) {
  for (const probed of probes) {
    const problem = await portProblem(port, probed);
    // A machine without IPv6 has no ::1.
    if (problem && (probed === host || !problem.startsWith('HOST'))) throw new Failure(problem);
  }
}

async function build() {
  const stamp = at('.next', 'built-from');
  const sources = ['app', 'components', 'lib', 'public'].flatMap(filesIn);
  const settings = readdirSync(root).filter(
    (name) => /\.(json|m?js|ts)$/.test(name) && name !== 'next-env.d.ts',
  );
  const wanted = hashOf([...sources, ...settings.sort()]);
  if (isStamped(stamp, wanted) && existsSync(at('.next', 'standalone', 'cli', 'start.mjs'))) return;
  console.log('Building…');
  rmSync(stamp, { force: true });
  const nextProgram = join('node_modules', 'next', 'dist', 'bin', 'next');
  for (const args of [[nextProgram, 'build'], [join('scripts', 'complete-standalone.mjs')]]) {
    await run('The build failed', process.execPath, args, {
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    });
  }
  writeFileSync(stamp, wanted);
}

/** Creates the demo company if it does not exist. Returns who can sign in, as JSON. */
async function makeData() {
  let members = '';
  const args = ['--conditions=react-server', '--import', 'tsx', join('cli', 'demo.ts'), '--json'];
  await run('Could not create the demo company', process.execPath, [...args, '--file', demoFile], {
    env: { ...process.env, WAREHOUSE: 'duckdb' },
    stdio: ['ignore', 'pipe', 'inherit'],
    onOutput: (text) => {
      members += text;
    },
  });
  return members.trim();
}

async function serve({ host, port, url }, members) {
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    WAREHOUSE: 'duckdb',
    DUCKDB_PATH: demoFile,
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || url,
    HOST: host,
    PORT: String(port),
    DEMO_MEMBERS: members,
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
  };
  const server = run('The server stopped', process.execPath, [join('cli', 'start.cjs')], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await Promise.race([server, ready(url)]);
  if (!stopping) {
    console.log(`\nThe demo is at ${env.NEXTAUTH_URL}\n`);
    for (const { role, email, password } of JSON.parse(members)) {
      console.log(`  ${role.padEnd(8)} ${email.padEnd(22)} password: ${password}`);
    }
    console.log('\nCtrl-C stops it; the data is kept in .data.');
  }
  await server;
}

async function ready(url) {
  while (!stopping) {
    const response = await fetch(`${url}/api/ready`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function run(failure, command, args, { onOutput, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    if (onOutput) child.stdout.setEncoding('utf8').on('data', onOutput);
    children.add(child);
    const end = (problem) => {
      children.delete(child);
      if (stopping) process.exit(0);
      if (problem === null) resolve();
      else reject(new Failure(`${failure} (${problem}). Nothing else was changed.`));
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code, signal) => end(code === 0 ? null : (signal ?? `exit code ${code}`)));
  });
}

function isStamped(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

function filesIn(folder) {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => !/\.test\.tsx?$/.test(name) && statSync(at(name)).isFile())
    .sort();
}

function hashOf(files) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  for (const file of files)
    if (existsSync(at(file))) hash.update(file).update(readFileSync(at(file)));
  return hash.digest('hex');
}
