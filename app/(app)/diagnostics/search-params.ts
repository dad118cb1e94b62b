import { createLoader, createSerializer, parseAsInteger, parseAsString } from 'nuqs/server';
import { parseAsPage } from '@/app/(app)/_shared/page-param';

const params = {
  /** The id of the finding whose rows are shown. */
  finding: parseAsString,
  /** The page of its rows, from 1. */
  page: parseAsInteger.withDefault(1),
  /** The page of the lowest scores. */
  scores: parseAsPage,
  /** The page of failed runs and reviews. */
  failed: parseAsPage,
};

/** Reads from the URL which finding's rows are shown. */
export const loadDiagnosticsQuery = createLoader(params);

const href = createSerializer(params);

/** The URL of a page of a finding's rows. */
export function findingRowsHref(finding: string, page: number): string {
  return `${href('/diagnostics', { finding, page })}#finding-${finding}`;
}

/** The URL of a page of the lowest scores. */
export function lowScoresHref(scores: number): string {
  return `${href('/diagnostics', { scores })}#low-scores`;
}

/** The URL of a page of failed runs and reviews. */
export function failuresHref(failed: number): string {
  return `${href('/diagnostics', { failed })}#failures`;
}
