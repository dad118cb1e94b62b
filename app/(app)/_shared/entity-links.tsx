import Link from 'next/link';
import { accountHref, csmHref } from './links';

const linkClass = 'text-accent-ink underline underline-offset-2';

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
    <Link href={accountHref(id)} prefetch={false} className={linkClass}>
      {name ?? id}
    </Link>
  );
}

/** A CSM by their name. */
export function CsmLink({ name }: { readonly name: string }) {
  return (
    <Link href={csmHref(name)} prefetch={false} className={linkClass}>
      {name}
    </Link>
  );
}

/** An account, leading to its page. */
export function AccountLinkWithId({
  id,
  name,
}: {
  readonly id: string;
  readonly name: string | null;
}) {
  return (
    <>
      <Link
        href={accountHref(id)}
        prefetch={false}
        className="font-medium wrap-anywhere text-accent-ink underline-offset-2 hover:underline"
      >
        {name ?? id}
      </Link>
      {name !== null && name !== id && (
        <span className="block text-xs wrap-anywhere text-ink-muted">{id}</span>
      )}
    </>
  );
}

/** A CSM, leading to their page. */
export function StrongCsmLink({ name }: { readonly name: string }) {
  return (
    <Link
      href={csmHref(name)}
      prefetch={false}
      className="font-medium wrap-anywhere text-accent-ink underline-offset-2 hover:underline"
    >
      {name}
    </Link>
  );
}
