import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, requireNode } from './install-packages.mjs';

// The way from a fresh clone to a running demo. Plain JavaScript without imports of packages,
// because it has them installed first.

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
  const port = portWanted();
  await checkPort(port);
  installPackages();
  await build();
  await serve(port, await makeData());
} catch (error) {
  if (stopping) process.exit(0);
  console.error(error instanceof Failure ? error.message : error);
  process.exit(1);
}

function portWanted() {
  const port = Number(process.env.PORT || 3000);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Failure(`PORT must be a number from 1 to 65535; it is "${process.env.PORT}".`);
}

async function checkPort(port) {
  for (const host of [undefined, '127.0.0.1', '::1']) {
    const fault = await new Promise((resolve) => {
      const probe = createServer();
      probe.once('error', ({ code }) => resolve(code));
      probe.listen({ port, host }, () => probe.close(() => resolve(null)));
    });
    if (fault === 'EACCES') throw new Failure(`Port ${port} needs more rights than yours.`);
    if (fault !== 'EADDRINUSE') continue;
    throw new Failure(
      `Port ${port} is taken, perhaps by a demo that is running already. Stop that, or set PORT to another number.`,
    );
  }
}

async function build() {
  const stamp = at('.next', 'built-from');
  const sources = ['app', 'components', 'lib', 'public'].flatMap(filesIn);
  const settings = readdirSync(root).filter(
    (name) => /\.(json|m?js|ts)$/.test(name) && name !== 'next-env.d.ts',
  );
  const wanted = hashOf([...sources, ...settings.sort()]);
  if (isStamped(stamp, wanted) && existsSync(at('.next', 'BUILD_ID'))) return;
  console.log('Building…');
  rmSync(stamp, { force: true });
  await run('The build failed', process.execPath, [nextProgram(), 'build'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  writeFileSync(stamp, wanted);
}

/** Makes the demo company where it is missing; answers who can sign in, as lines of text. */
async function makeData() {
  let people = '';
  const args = ['--conditions=react-server', '--import', 'tsx', join('cli', 'demo.ts')];
  await run('The demo company could not be made', process.execPath, [...args, '--file', demoFile], {
    env: { ...process.env, WAREHOUSE: 'duckdb' },
    stdio: ['ignore', 'pipe', 'inherit'],
    onOutput: (text) => {
      people += text;
    },
  });
  return people;
}

async function serve(port, people) {
  const address = `http://localhost:${port}`;
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    WAREHOUSE: 'duckdb',
    DUCKDB_PATH: demoFile,
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || address,
    PORT: String(port),
    LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
  };
  const server = run(
    'The server stopped',
    process.execPath,
    [nextProgram(), 'start', '-p', env.PORT],
    {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  await Promise.race([server, ready(address)]);
  if (!stopping) {
    console.log(`\nThe demo is at ${env.NEXTAUTH_URL}\n\n${people}`);
    console.log('Ctrl-C stops it; the data is kept in .data.');
  }
  await server;
}

async function ready(address) {
  while (!stopping) {
    const answer = await fetch(`${address}/api/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function run(failure, command, args, { onOutput, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    if (onOutput) child.stdout.setEncoding('utf8').on('data', onOutput);
    children.add(child);
    const end = (why) => {
      children.delete(child);
      if (stopping) process.exit(0);
      if (why === null) resolve();
      else reject(new Failure(`${failure} (${why}). Nothing else was changed.`));
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code, signal) => end(code === 0 ? null : (signal ?? `exit code ${code}`)));
  });
}

function nextProgram() {
  return join('node_modules', 'next', 'dist', 'bin', 'next');
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
