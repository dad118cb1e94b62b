const known: Readonly<Record<string, { readonly recommended: string; readonly assigned: string }>> =
  {
    single_optimized: { recommended: 'By a single run', assigned: 'from a single run' },
    batch_optimized: { recommended: 'By a batch run', assigned: 'from a batch run' },
    manual_override: { recommended: 'By hand', assigned: 'by an override' },
  };

/** How something came about, in words; another program's own where it has some. */
export function methodWords(method: string | null, of: 'recommended' | 'assigned'): string {
  if (method === null) return of === 'recommended' ? 'By a run' : '';
  return known[method]?.[of] ?? (of === 'recommended' ? `By ${method}` : `by ${method}`);
}
