import { expect, it } from 'vitest';
import { manualClock } from '@/test/support/manual-clock';
import { createGate } from '@/test/support/statement-spy';
import { SharedCheck } from './shared-check';

const intervalMs = 5_000;
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function setUp(work: () => Promise<void> = async () => {}) {
  const clock = manualClock();
  const errors: unknown[] = [];
  let checks = 0;
  const check = new SharedCheck(
    () => {
      checks += 1;
      return work();
    },
    { intervalMs, clock, onError: (error) => errors.push(error) },
  );
  return { clock, check, errors, count: () => checks };
}

it('waits for the first check, and runs no other within the interval', async () => {
  const { check, clock, count } = setUp();
  await check.beforeRead();
  clock.advance(intervalMs - 1);
  await check.beforeRead();
  expect(count()).toBe(1);
});

it('lets a reader after one interval go on while it checks', async () => {
  const gate = createGate();
  let isFirst = true;
  const { check, clock, count } = setUp(async () => {
    if (!isFirst) await gate.wait();
    isFirst = false;
  });
  await check.beforeRead();
  clock.advance(intervalMs);
  await check.beforeRead();
  expect(count()).toBe(2);
  gate.open();
});

it('checks less often if a check takes long', async () => {
  const { check, clock, count } = setUp(async () => clock.advance(2_000));
  await check.beforeRead();
  clock.advance(7_999);
  await check.beforeRead();
  expect(count()).toBe(1);
  clock.advance(1);
  await check.beforeRead();
  expect(count()).toBe(2);
});

it('makes a reader after two intervals wait', async () => {
  const gate = createGate();
  let isFirst = true;
  const { check, clock } = setUp(async () => {
    if (!isFirst) await gate.wait();
    isFirst = false;
  });
  await check.beforeRead();
  clock.advance(2 * intervalMs + 1);
  let isReady = false;
  const reading = check.beforeRead().then(() => {
    isReady = true;
  });
  await gate.reached;
  await settle();
  expect(isReady).toBe(false);
  gate.open();
  await reading;
});

it('runs one check for any number of readers', async () => {
  const { check, count } = setUp();
  await Promise.all(Array.from({ length: 50 }, () => check.beforeRead()));
  expect(count()).toBe(1);
});

it('repeats once per interval while someone follows, and not otherwise', async () => {
  const { check, clock, count } = setUp();
  clock.advance(10 * intervalMs);
  expect(count()).toBe(0);
  check.repeat();
  check.repeat();
  for (let turn = 0; turn < 3; turn++) {
    clock.advance(turn === 0 ? 0 : intervalMs);
    await settle();
    await check.beforeRead();
    expect(count()).toBe(turn + 1);
  }
  check.stopRepeating();
  clock.advance(10 * intervalMs);
  expect(count()).toBe(3);
  expect(clock.pendingTimers()).toBe(0);
});

it('does not repeat after the last follower left during a check', async () => {
  const gate = createGate();
  const { check, clock } = setUp(gate.wait);
  check.repeat();
  clock.advance(0);
  check.stopRepeating();
  gate.open();
  await settle();
  expect(clock.pendingTimers()).toBe(0);
});

it('reports a failure in the background and tries again after an interval', async () => {
  let isDown = false;
  const { check, clock, errors, count } = setUp(async () => {
    if (isDown) throw new Error('down');
  });
  await check.beforeRead();
  isDown = true;
  clock.advance(intervalMs);
  await check.beforeRead();
  await settle();
  await check.beforeRead();
  expect(errors).toEqual([new Error('down')]);
  expect(count()).toBe(2);
  clock.advance(intervalMs + 1);
  await expect(check.beforeRead()).rejects.toThrow('down');
  isDown = false;
  await check.beforeRead();
  expect(count()).toBe(4);
});
