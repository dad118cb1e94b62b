import { createLoader, createSerializer, parseAsInteger } from 'nuqs/server';

const versionsParams = { from: parseAsInteger, to: parseAsInteger };

const loadVersions = createLoader(versionsParams);

/** Builds the URL of a comparison of two versions. */
export const comparisonHref = createSerializer(versionsParams);

/** The two versions to compare, from the URL; null without both. */
export async function parseComparison(
  params: Parameters<typeof loadVersions>[0],
): Promise<{ readonly from: number; readonly to: number } | null> {
  const { from, to } = await loadVersions(params);
  const isVersion = (value: number | null): value is number =>
    value !== null && value >= 1 && value <= 1e9;
  return isVersion(from) && isVersion(to) ? { from, to } : null;
}
