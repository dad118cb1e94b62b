/** The URL of an account's page. */
export function accountHref(id: string): string {
  return `/accounts/${encodeURIComponent(id)}`;
}

/** The URL of a CSM's page. */
export function csmHref(name: string): string {
  return `/csms/${encodeURIComponent(name)}`;
}

/** The URL of a run's page. */
export function runHref(id: string): string {
  return `/runs/${encodeURIComponent(id)}`;
}

/** The URL of a recommendation's page: the record as it was when decided. */
export function recommendationHref(id: string): string {
  return `/recommendations/${encodeURIComponent(id)}`;
}

/** The URL of a pending recommendation in the queue. */
export function queueRowHref(recommendationId: string): string {
  return `/queue?row=${encodeURIComponent(recommendationId)}`;
}

/** Decodes a URL segment, which Next.js passes encoded. */
export function decodeParam(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray percent sign, typed by hand: look up the segment as it is.
    return segment;
  }
}
