import { createLoader, createSerializer, parseAsInteger, parseAsString } from 'nuqs/server';

const params = {
  /** The id of the finding whose rows are shown. */
  finding: parseAsString,
  /** The page of its rows, from 1. */
  page: parseAsInteger.withDefault(1),
};

/** Reads from the URL which finding's rows are shown. */
export const loadDiagnosticsQuery = createLoader(params);

const href = createSerializer(params);

/** The URL of a page of a finding's rows. */
export function findingRowsHref(finding: string, page: number): string {
  return `${href('/diagnostics', { finding, page })}#finding-${finding}`;
}
