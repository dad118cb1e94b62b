'use client';

import { formatNumber } from '@/components/ui/format';
import { Popover } from '@/components/ui/popover';
import type { Facet, QueuePage } from '@/lib/decisions/list-queue';
import { colors, flagChoices, type QueueQuery, verdictChoices } from '../search-params';
import { FacetChoice, type Option, ScoreRange } from './filter-fields';
import { activeFilters, colorNames, flagNames, methodNames, verdictNames } from './filter-words';

/** Everything the queue can be narrowed by, in one panel. */
export function Filters({
  facets,
  query,
  onAsk,
}: {
  readonly facets: QueuePage['facets'];
  readonly query: QueueQuery;
  readonly onAsk: (change: Partial<QueueQuery>) => void;
}) {
  const count = activeFilters(query).length;
  return (
    <Popover
      label={count > 0 ? `Filters, ${count} active` : 'Filters'}
      variant="secondary"
      face={
        <>
          Filters
          {count > 0 && (
            <span className="grid min-w-5 place-items-center rounded-sm bg-accent-soft px-1 text-xs text-accent-ink">
              {count}
            </span>
          )}
        </>
      }
    >
      <div className="grid w-80 max-w-[calc(100vw-2rem)] gap-3 p-3">
        <FacetChoice
          label="Flag"
          options={flagChoices.map((flag) => ({ value: flag, label: flagNames[flag] }))}
          chosen={query.flag}
          onChoose={(flag) => onAsk({ flag: flagChoices.filter((name) => flag.includes(name)) })}
        />
        <FacetChoice
          label="Claude"
          options={verdictChoices.map((verdict) => ({
            value: verdict,
            label: verdictNames[verdict],
          }))}
          chosen={query.verdict}
          onChoose={(verdict) =>
            onAsk({ verdict: verdictChoices.filter((name) => verdict.includes(name)) })
          }
        />
        <FacetChoice
          label="CSM"
          options={optionsOf(facets.csm)}
          chosen={query.csm}
          onChoose={(csm) => onAsk({ csm })}
        />
        <FacetChoice
          label="Run"
          options={optionsOf([...facets.run].reverse())}
          chosen={query.run === null ? [] : [query.run]}
          onChoose={([run = null]) => onAsk({ run })}
        />
        <FacetChoice
          label="Method"
          options={optionsOf(facets.method, methodNames)}
          chosen={query.method}
          onChoose={(method) => onAsk({ method })}
        />
        <FacetChoice
          label="Segment"
          options={optionsOf(facets.segment)}
          chosen={query.segment}
          onChoose={(segment) => onAsk({ segment })}
        />
        <FacetChoice
          label="Level"
          options={optionsOf(facets.level)}
          chosen={query.level}
          onChoose={(level) => onAsk({ level })}
        />
        <FacetChoice
          label="Health"
          options={colors.map((color) => ({ value: color, label: colorNames[color] }))}
          chosen={query.health}
          onChoose={(health) => onAsk({ health: colors.filter((color) => health.includes(color)) })}
        />
        <ScoreRange min={query.min} max={query.max} onChange={onAsk} />
      </div>
    </Popover>
  );
}

function optionsOf(
  facets: readonly Facet[],
  names: Readonly<Record<string, string>> = {},
): readonly Option[] {
  return facets.map(({ value, count }) => ({
    value,
    label: `${names[value] ?? value} (${formatNumber(count)})`,
  }));
}
