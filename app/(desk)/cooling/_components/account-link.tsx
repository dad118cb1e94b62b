import Link from 'next/link';
import { accountHref, csmHref } from '../../hrefs';

const look = 'text-accent-ink underline underline-offset-2';

/** An account by its name; a dash where a receipt names none. */
export function AccountLink({
  id,
  name,
}: {
  readonly id: string | null;
  readonly name: string | null;
}) {
  if (id === null) return <span className="text-ink-muted">No account</span>;
  return (
    <Link href={accountHref(id)} prefetch={false} className={look}>
      {name ?? id}
    </Link>
  );
}

/** A CSM by their name. */
export function CsmLink({ name }: { readonly name: string }) {
  return (
    <Link href={csmHref(name)} prefetch={false} className={look}>
      {name}
    </Link>
  );
}
