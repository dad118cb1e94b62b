import { createLoader, createSerializer } from 'nuqs/server';
import { runHref } from '@/app/(app)/_shared/links';
import { parseAsPage } from '@/app/(app)/_shared/page-param';

/** Deferred accounts per page. */
export const deferralsPageSize = 200;

const params = {
  /** The page of deferred accounts. */
  deferred: parseAsPage,
};

export const loadRunQuery = createLoader(params);

const href = createSerializer(params);

/** The URL of a run with a page of its deferred accounts. */
export function deferralsHref(runId: string, deferred: number): string {
  return `${href(runHref(runId), { deferred })}#deferred`;
}

/** The URL of the CSV file with all accounts of a run. */
export function runExportHref(runId: string): string {
  return `/api/exports/run?${new URLSearchParams({ id: runId })}`;
}
