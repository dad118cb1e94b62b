import 'server-only';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ReadModelEvent } from '@/lib/read-model/read-model-options';
import { reviewKinds } from '@/lib/warehouse/sql/review-calls';
import { runModes, runStatuses } from '@/lib/warehouse/sql/runs';
import { statementChannel } from '@/lib/warehouse/statement-channel';
import type { StatementObserver } from '@/lib/warehouse/types';
import { errorStatus } from './errors';

/** In seconds. Few, because every statement has its own series. */
const STATEMENT_BUCKETS = [0.01, 0.05, 0.2, 1, 5, 30];
const REQUEST_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const LOAD_BUCKETS = [0.05, 0.2, 0.5, 1, 2, 5, 15, 60];
const RUN_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 300];

/** Every value of a label is one of a fixed set: no ids, no names of people or accounts, no paths. */
function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name: `csm_routing_${name}`, help, labelNames, registers });
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `csm_routing_${name}`, help, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    buckets: number[],
  ) => new Histogram({ name: `csm_routing_${name}`, help, labelNames, buckets, registers });

  return {
    registry,
    httpRequests: counter('http_requests_total', 'Responses that have ended, by class of status.', [
      'method',
      'route',
      'status',
    ]),
    httpDuration: histogram(
      'http_request_duration_seconds',
      'Time from a request to the end of its response, without event streams.',
      ['method', 'route', 'status'],
      REQUEST_BUCKETS,
    ),
    statementDuration: histogram(
      'statement_duration_seconds',
      'Time that statements took in the warehouse, whether or not they succeeded.',
      ['statement', 'kind'],
      STATEMENT_BUCKETS,
    ),
    statementFailures: counter(
      'statement_failures_total',
      'Statements that failed or timed out, without those whose reader left.',
      ['statement', 'kind'],
    ),
    decisions: counter(
      'decisions_total',
      'Requested decisions and undos, by what became of them.',
      ['verb', 'outcome'],
    ),
    outboxRefusals: counter(
      'outbox_refusals_total',
      'Decisions from browsers that were refused, by error code.',
      ['code'],
    ),
    runs: counter('runs_total', 'Runs that have ended.', ['mode', 'dry_run', 'status']),
    runDuration: histogram(
      'run_duration_seconds',
      'Time from the start of a run to its end, without its review.',
      ['mode', 'dry_run'],
      RUN_BUCKETS,
    ),
    reviewCalls: counter('review_calls_total', 'Reviews of a run that have ended.', [
      'kind',
      'status',
    ]),
    reviews: counter(
      'reviews_total',
      'Recommendations sent to Claude, by verdict or by the reason for none.',
      ['outcome'],
    ),
    reviewTokens: counter('review_tokens_total', 'Tokens that reviews used.', ['type']),
    reviewCost: counter(
      'review_cost_dollars_total',
      'Estimated cost of reviews at list price, for models whose price is known.',
    ),
    queuePending: gauge('queue_pending', 'Pending recommendations in the read model.'),
    queueOldest: gauge(
      'queue_oldest_age_seconds',
      'Time since the oldest pending recommendation was made; 0 if there is none.',
    ),
    readModelAge: gauge(
      'read_model_age_seconds',
      'Time since the read model was last known to equal the warehouse.',
    ),
    eventStreams: gauge('event_streams', 'Open event streams: browser tabs with live updates.'),
    readModelLoads: histogram(
      'read_model_load_duration_seconds',
      'Time that loading the read model took.',
      ['result'],
      LOAD_BUCKETS,
    ),
    readModelChecks: counter(
      'read_model_checks_total',
      'Checks for changes by other servers and programs, on Snowflake.',
      ['result'],
    ),
  };
}

// On globalThis, because Next.js gives pages and route handlers separate copies of a module.
const holder = globalThis as { [key: symbol]: ReturnType<typeof createMetrics> | undefined };
const key = Symbol.for('csm-routing.metrics');

/** The process's metrics. */
export function metrics(): ReturnType<typeof createMetrics> {
  holder[key] ??= createMetrics();
  return holder[key];
}

/** Starts measuring statements and the process itself. Call it once at startup. */
export function startMetrics(): void {
  startAtZero();
  collectDefaultMetrics({ register: metrics().registry });
  statementChannel.subscribe((event) => observeStatement(event as StatementEvent));
}

/** Adds the series to alert on. Prometheus does not count what a series already has when it appears. */
function startAtZero(): void {
  const { outboxRefusals, runs, reviewCalls, readModelLoads, readModelChecks } = metrics();
  for (const code of Object.keys(errorStatus)) outboxRefusals.inc({ code }, 0);
  for (const mode of runModes) {
    for (const dry_run of ['true', 'false']) {
      for (const status of runStatuses) {
        if (status !== 'running') runs.inc({ mode, dry_run, status }, 0);
      }
    }
  }
  for (const kind of reviewKinds) {
    for (const status of ['done', 'failed']) reviewCalls.inc({ kind, status }, 0);
  }
  for (const result of ['ok', 'failed']) {
    readModelLoads.zero({ result });
    readModelChecks.inc({ result }, 0);
  }
}

type StatementEvent = Parameters<StatementObserver>[0];

function observeStatement({ name, kind, ms, ok, canceled }: StatementEvent): void {
  const { statementDuration, statementFailures } = metrics();
  statementDuration.observe({ statement: name, kind }, ms / 1_000);
  statementFailures.inc({ statement: name, kind }, ok || canceled ? 0 : 1);
}

/** Counts a load or a check of the read model. */
export function observeReadModel({ kind, ok, ms }: ReadModelEvent): void {
  const result = ok ? 'ok' : 'failed';
  if (kind === 'load') metrics().readModelLoads.observe({ result }, ms / 1_000);
  else metrics().readModelChecks.inc({ result });
}
