/** The value of each series by its name and labels, such as `up{job="app"}`. */
export type Series = ReadonlyMap<string, number>;

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const sample = new RegExp(`^(${name})(\\{${label}(?:,${label})*\\})? (-?[0-9.e+-]+|NaN|[+-]Inf)$`);
const comment = new RegExp(`^# (HELP|TYPE) (${name}) (.+)$`);

/**
 * Parses Prometheus's text format strictly.
 * @throws Error for anything that Prometheus would refuse or that `promtool check metrics` reports: a
 * sample without HELP and TYPE before it, a series or metric twice, or a counter not named `_total`
 */
export function parseMetrics(text: string): Series {
  const types = new Map<string, string>();
  const helped = new Set<string>();
  const series = new Map<string, number>();
  if (!text.endsWith('\n')) throw new Error('The last line does not end.');
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, kind, metric = '', rest = ''] = comment.exec(line) ?? [];
    if (kind === 'HELP') {
      if (helped.has(metric)) throw new Error(`${metric} is there twice.`);
      helped.add(metric);
    } else if (kind === 'TYPE') {
      if (!helped.has(metric) || types.has(metric)) throw new Error(`Not expected: ${line}`);
      if (metric.startsWith('csm_') && (rest === 'counter') !== metric.endsWith('_total')) {
        throw new Error(`${metric} is a ${rest}.`);
      }
      types.set(metric, rest);
    } else {
      const [, key = '', labels = '', value = ''] = sample.exec(line) ?? [];
      const family = types.has(key) ? key : key.replace(/_(bucket|sum|count)$/, '');
      const isPart = types.get(family) === (family === key ? types.get(key) : 'histogram');
      if (!types.has(family) || !isPart) throw new Error(`Not expected: ${line}`);
      if (series.has(key + labels)) throw new Error(`${key}${labels} is there twice.`);
      series.set(key + labels, Number(value.replace('Inf', 'Infinity')));
    }
  }
  return series;
}

/** How much the app's counters have grown, without those that have not. */
export function growth(before: Series, after: Series): Record<string, number> {
  const grown = [...after].flatMap(([key, value]) => {
    const by = value - (before.get(key) ?? 0);
    return /^csm_routing_\w+_total\b/.test(key) && by !== 0 ? [[key, by] as const] : [];
  });
  return Object.fromEntries(grown);
}
