import { setTimeout as sleep } from 'node:timers/promises';
import type { DecisionVerb } from '@/lib/warehouse/sql/decisions';

/** A decision that the server confirmed. */
export interface ConfirmedDecision {
  readonly requestId: string;
  readonly recommendationId: string;
  readonly verb: DecisionVerb;
  /** The CSM that the request named. Only an override names one. */
  readonly csm: string | null;
  readonly decidedBy: string;
  /** The number of the newest change when the server confirmed it. */
  readonly changeNumber: number;
  /** A `performance.now()`. */
  readonly at: number;
}

/** What a load test has measured. Times count only while `isMeasuring`; problems always count. */
export class Measurements {
  isMeasuring = false;
  readonly confirmed: ConfirmedDecision[] = [];
  /** Milliseconds by the kind of request. */
  readonly times = new Map<string, number[]>();
  /** Milliseconds from a confirmed decision until an event stream announced it. */
  readonly announcementTimes: number[] = [];
  readonly problems = new Map<string, number>();

  addTime(kind: string, ms: number): void {
    if (!this.isMeasuring) return;
    const times = this.times.get(kind) ?? [];
    this.times.set(kind, times);
    times.push(ms);
  }

  addProblem(problem: string): void {
    this.problems.set(problem, (this.problems.get(problem) ?? 0) + 1);
  }
}

/** Waits for a random time between two numbers of milliseconds. Returns early if the signal aborts. */
export async function pauseBetween(min: number, max: number, signal: AbortSignal): Promise<void> {
  await pause(min + Math.random() * (max - min), signal);
}

/** Waits. Returns early if the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** One of several values, at random. */
export function oneOf<Value>(values: readonly Value[]): Value {
  return values[Math.floor(Math.random() * values.length)] as Value;
}
