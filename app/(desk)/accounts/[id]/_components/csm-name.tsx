import Link from 'next/link';
import { csmHref } from '../../../hrefs';

/** A CSM, leading to their page. */
export function CsmName({ name }: { readonly name: string }) {
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
