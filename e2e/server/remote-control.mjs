import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';

// Preloaded into the production server of the browser tests, which control its warehouse from their
// own process. Plain JavaScript: it runs before Next.js, without a loader.

const warehouseKey = Symbol.for('csm-routing.warehouse');
const readModelsKey = Symbol.for('csm-routing.read-models');
const threadsKey = 'csmRoutingThreads';
const signInLimitsKey = Symbol.for('csm-routing.sign-in-limits');

const endlessSql = `SELECT COUNT(*) FROM range(1000000) AS a (x), range(1000000) AS b (y)
WHERE hash(x + y) = 1`;

/** Closes the app's warehouse, runs `work`, and lets the next request open it with empty caches. */
async function whileClosed(work) {
  const opened = globalThis[warehouseKey];
  let fail = () => {};
  globalThis[warehouseKey] = new Promise((_, reject) => {
    fail = () => reject(new Error('The test reset the warehouse during this request.'));
  });
  globalThis[warehouseKey].catch(() => {});
  try {
    await (await opened?.catch(() => undefined))?.close();
    await work();
  } finally {
    fail();
    globalThis[warehouseKey] = undefined;
  }
}

const profiler = new Session();

/** A promise, and the function that resolves it. */
function createSignal() {
  let send = () => {};
  const sent = new Promise((resolve) => {
    send = resolve;
  });
  return { sent, send };
}

/** The statement that `hold` makes wait: whether it was reached, and may go on. */
let held;

function collectGarbage() {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

const commands = {
  /** Replaces the warehouse's files by those in a folder, and forgets failed sign-ins. */
  reset: ({ from, to }) => {
    held?.released.send();
    return whileClosed(async () => {
      for (const file of await readdir(from)) {
        await rm(join(to, `${file}.wal`), { force: true });
        await copyFile(join(from, file), join(to, file));
      }
      globalThis[signInLimitsKey] = undefined;
    });
  },
  clearCaches: () => whileClosed(async () => {}),
  /** Memory in bytes and CPU time in ms so far. `collect` collects garbage first, which takes time. */
  usage: async ({ collect }) => {
    if (collect) collectGarbage();
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return { rss, heapUsed, cpuMs: (user + system) / 1_000 };
  },
  startProfile: async () => {
    profiler.connect();
    await profiler.post('Profiler.enable');
    await profiler.post('Profiler.start');
  },
  /** Writes what the main thread did since `startProfile` to a .cpuprofile file. */
  stopProfile: async ({ path }) => {
    const { profile } = await profiler.post('Profiler.stop');
    profiler.disconnect();
    await writeFile(path, JSON.stringify(profile));
  },
  /** The number of open event streams. */
  streams: async () =>
    globalThis[readModelsKey].get(await globalThis[warehouseKey])?.changes.subscriberCount ?? 0,
  /** Makes every read with this name take practically forever, until the next reset. */
  slowDown: async ({ name }) => {
    const warehouse = await globalThis[warehouseKey];
    const { read } = warehouse;
    warehouse.read = (query, options) =>
      read(query.name === name ? { ...query, sql: endlessSql, binds: [] } : query, options);
  },
  /** Makes the next write with this name wait within its transaction, until `release` or the next reset. */
  hold: async ({ name }) => {
    const warehouse = await globalThis[warehouseKey];
    const { transaction } = warehouse;
    held = { reached: createSignal(), released: createSignal() };
    const { reached, released } = held;
    const wait = async (command) => {
      if (command.name !== name) return;
      reached.send();
      await released.sent;
    };
    warehouse.transaction = (label, work, options) =>
      transaction(
        label,
        (session) =>
          work({
            read: (query) => session.read(query),
            write: async (command) => {
              await wait(command);
              return session.write(command);
            },
          }),
        options,
      );
  },
  /** Makes the next run's calculation take forever. */
  holdSolver: async () => {
    const code = `require('node:worker_threads').parentPort.on('message', () => { for (;;); })`;
    const thread = new Worker(code, { eval: true, execArgv: [] });
    thread.unref();
    globalThis[threadsKey].idle.push(thread);
  },
  untilHeld: () => held.reached.sent,
  release: async () => held.released.send(),
  /** Makes every read with this name fail as nobody expects, until the next reset. */
  fail: async ({ name }) => {
    const warehouse = await globalThis[warehouseKey];
    const { read } = warehouse;
    warehouse.read = (query, options) =>
      query.name === name ? Promise.reject(new Error('Broken by the test')) : read(query, options);
  },
  /** Prints in every way that code in the server can. */
  print: async () => {
    console.error('to the', new Error('thrown'), 'console');
    console.log('two\nlines');
    process.stdout.write('to standard ');
    process.stdout.write('output\n');
    process.emitWarning('a warning');
  },
  sql: async ({ text }) => (await globalThis[warehouseKey]).script(text),
};

process.on('message', async ({ id, command, input }) => {
  try {
    process.send({ id, result: await commands[command](input) });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
// It must not keep the server alive. A worker thread, which is preloaded too, has no channel.
process.channel?.unref();
