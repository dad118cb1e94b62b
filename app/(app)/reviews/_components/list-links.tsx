import Link from 'next/link';
import { shareText } from '@/app/(app)/_shared/agreement-text';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { type ListQuery, listHref } from '@/app/(app)/reviews/search-params';
import type { Format } from '@/components/ui/format';
import type { Proportion } from '@/lib/statistics';
import { listTitle } from './list-title';

interface ListProps {
  /** Selects the decisions behind the figure. */
  readonly list: Partial<ListQuery>;
  readonly scope: ScopeQuery;
  readonly format: Format;
}

/** A number of decisions, as a link to them. */
export function CountLink({
  count,
  noun,
  ...rest
}: ListProps & {
  readonly count: number;
  /** What is counted, such as `decision`, if the text names it. */
  readonly noun?: string;
}) {
  const text = noun ? rest.format.count(count, noun) : rest.format.number(count);
  return count === 0 ? text : <FigureLink text={text} {...rest} />;
}

/** A share, as a link to the decisions that it counts. */
export function ShareLink({ share, ...rest }: ListProps & { readonly share: Proportion }) {
  const text = shareText(share, rest.format);
  return share.count === 0 ? text : <FigureLink text={text} {...rest} />;
}

function FigureLink({ text, list, scope, format }: ListProps & { readonly text: string }) {
  return (
    <Link
      href={listHref(scope, list)}
      prefetch={false}
      aria-label={`${text}: ${listTitle(list, format)}`}
      // A gap after a short number in a sentence would look like a missing word.
      className="inline-block min-h-6 text-accent-ink underline underline-offset-2 [td_&]:min-w-6"
    >
      {text}
    </Link>
  );
}
