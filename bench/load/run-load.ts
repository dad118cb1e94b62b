import { setMaxListeners } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { App } from '@/bench/app';
import { signIn } from '@/e2e/access/sign-in';
import { MINUTE_MS } from '@/lib/time';
import { Browser } from './browser';
import { Manager } from './manager';
import { Measurements, pause } from './measurements';
import { readPages } from './ops-lead';
import { type CpuTimes, printCpu, printSample, type Sample } from './report';
import type { SnowflakeProcess } from './snowflake-server';

/** Everyone's password. */
export const PASSWORD = 'the password of everyone in this test';

/** Often enough for a median: between two garbage collections, the heap grows by hundreds of MB. */
const SAMPLE_INTERVAL_MS = 2_000;
const PRINTED_SAMPLES = 5;

interface Servers {
  readonly app: App;
  readonly snowflake: SnowflakeProcess | null;
}

interface Load {
  readonly people: { readonly managers: readonly string[]; readonly leads: readonly string[] };
  readonly size: { readonly accounts: number; readonly csms: number };
  readonly durationMs: number;
  readonly warmUpMs: number;
  /** Where to write a CPU profile of the server, if anywhere. */
  readonly profile: string | undefined;
}

/** What the load test found out. */
interface LoadResult {
  readonly measurements: Measurements;
  readonly samples: readonly Sample[];
  /** The heap in bytes after a garbage collection, during the warm-up and after the measurement. */
  readonly kept: { readonly before: number; readonly after: number };
}

/** Signs everyone in, lets them work, and measures after the warm-up. Prints samples and CPU times. */
export async function runLoad(servers: Servers, load: Load): Promise<LoadResult> {
  const { app } = servers;
  const measurements = new Measurements();
  const stop = new AbortController();
  // Everyone waits for it.
  setMaxListeners(0, stop.signal);
  const browsers = await signInAll(app, load.people, measurements);
  const work = startWork(browsers, load, measurements, stop.signal);

  await pause(load.warmUpMs / 2, stop.signal);
  const { heapUsed: before } = await app.usage({ collect: true });
  // Until the heap has grown again as far as it does between garbage collections.
  await pause(load.warmUpMs / 2, stop.signal);
  if (load.profile) await app.startProfile();
  const cpuBefore = await cpuTimes(servers);
  const loopDelay = monitorEventLoopDelay();
  loopDelay.enable();
  measurements.isMeasuring = true;
  const samples = await sample(app, load.durationMs);
  measurements.isMeasuring = false;
  loopDelay.disable();
  const cpuAfter = await cpuTimes(servers);
  if (load.profile) await app.stopProfile(load.profile);
  const { heapUsed: after } = await app.usage({ collect: true });

  stop.abort();
  await work;
  for (const browser of browsers.values()) await browser.close();
  printCpu(cpuBefore, cpuAfter, load.durationMs);
  console.log(
    `the load generator’s event loop: p99 delay ${(loopDelay.percentile(99) / 1e6).toFixed(0)} ms`,
  );
  return { measurements, samples, kept: { before, after } };
}

/**
 * Signs people in, one after the other: attempts in progress count toward the limit for an address, and
 * Snowflake's test server refuses a transaction that waited for another, unlike Snowflake.
 */
async function signInAll(
  { url }: App,
  { managers, leads }: Load['people'],
  measurements: Measurements,
): Promise<ReadonlyMap<string, Browser>> {
  const browsers = new Map<string, Browser>();
  for (const email of [...managers, ...leads]) {
    const { cookie = '' } = await signIn(url, email, PASSWORD);
    browsers.set(email, new Browser(email, url, cookie, measurements));
  }
  return browsers;
}

/** Starts everyone's work, spread over ten seconds. Resolves when all have ended. */
async function startWork(
  browsers: ReadonlyMap<string, Browser>,
  { people, size }: Load,
  measurements: Measurements,
  signal: AbortSignal,
): Promise<void> {
  const { managers } = people;
  const csms = Array.from({ length: size.csms }, (_, index) => index);
  const everyone = [...browsers].map(async ([email, browser], index) => {
    await pause((index * 10_000) / browsers.size, signal);
    const team = managers.indexOf(email);
    if (team < 0) return readPages(browser, size, signal);
    const names = csms.filter((csm) => csm % managers.length === team).map((csm) => `CSM ${csm}`);
    const activity = reportActivity(browser, signal);
    await new Manager(browser, measurements, names, signal).work();
    return activity;
  });
  await Promise.all(everyone);
}

/** Reports once a minute that the person uses the keyboard, as a browser does. */
async function reportActivity(browser: Browser, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await browser.post('activity', '/api/session/activity');
    await pause(MINUTE_MS, signal);
  }
}

async function sample(app: App, durationMs: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const started = performance.now();
  while (performance.now() < started + durationMs) {
    await pause(Math.min(SAMPLE_INTERVAL_MS, durationMs), new AbortController().signal);
    const at = (performance.now() - started) / 1_000;
    const taken = { at, ...(await app.usage()) };
    samples.push(taken);
    if (samples.length % PRINTED_SAMPLES === 0) printSample(taken);
  }
  return samples;
}

async function cpuTimes({ app, snowflake }: Servers): Promise<CpuTimes> {
  const { user, system } = process.cpuUsage();
  return {
    server: (await app.usage()).cpuMs,
    generator: (user + system) / 1_000,
    snowflake: (await snowflake?.usage()) ?? null,
  };
}
