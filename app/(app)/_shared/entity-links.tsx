import Link from 'next/link';
import { accountHref, csmHref, recommendationHref } from './links';

const linkClass = 'wrap-anywhere text-accent-ink underline underline-offset-2';

/** A link to an account, with its name or else its id. */
export function AccountLink({
  id,
  name,
  showId = false,
}: {
  /** Null if a record names no account. */
  readonly id: string | null;
  readonly name: string | null;
  /** Shows the id below the name. */
  readonly showId?: boolean;
}) {
  if (id === null) return <span className="text-ink-muted">No account</span>;
  return (
    <>
      <Link href={accountHref(id)} prefetch={false} className={linkClass}>
        {name ?? id}
      </Link>
      {showId && name !== null && name !== id && (
        <span className="block text-xs wrap-anywhere text-ink-muted">{id}</span>
      )}
    </>
  );
}

/** A link to a CSM. */
export function CsmLink({ name }: { readonly name: string }) {
  return (
    <Link href={csmHref(name)} prefetch={false} className={linkClass}>
      {name}
    </Link>
  );
}

/** A link to the record of a recommendation: why it was made, and who decided it. */
export function RecordLink({
  id,
  of,
}: {
  readonly id: string;
  /** The account or CSM, to tell the links of a list apart. */
  readonly of: string;
}) {
  return (
    <Link
      href={recommendationHref(id)}
      prefetch={false}
      aria-label={`Record of ${of}`}
      className="inline-block min-h-6 text-sm/6 whitespace-nowrap text-accent-ink underline underline-offset-2"
    >
      Record
    </Link>
  );
}
