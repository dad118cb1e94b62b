import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button-style';
import { PageHeader } from '@/components/ui/page-header';
import { Time } from '@/components/ui/time';
import type { AccountHistory } from '@/lib/analytics/get-account-history';
import { CsmName } from './csm-name';

/** What the account is called, who has it, and what waits to be decided of it. */
export function AccountHead({ history }: { readonly history: AccountHistory }) {
  const { id, name, standing, pending } = history;
  return (
    <PageHeader
      title={<span className="wrap-anywhere">{name}</span>}
      description={
        <>
          {name !== id && <span className="wrap-anywhere">{`${id} · `}</span>}
          <Standing standing={standing} />
        </>
      }
      actions={
        pending && (
          <Link
            href={`/queue?row=${encodeURIComponent(pending.recommendationId)}`}
            data-print="none"
            className={buttonStyle('primary')}
          >
            {`In the queue: ${short(pending.csm)} recommended`}
          </Link>
        )
      }
    />
  );
}

function Standing({ standing }: Pick<AccountHistory, 'standing'>) {
  if (!standing) return 'No longer among the accounts; its history is kept.';
  const { csm, needsCsm, since } = standing;
  return (
    <>
      {csm ? (
        <>
          {'Owned by '}
          <CsmName name={csm} />
        </>
      ) : (
        'Nobody owns it'
      )}
      {needsCsm && (
        <>
          {' · needs a CSM'}
          {since && (
            <>
              {' since '}
              <Time at={since} show="absolute" />
            </>
          )}
        </>
      )}
    </>
  );
}

/** A button has room for so much of a name. */
function short(name: string): string {
  return name.length > 32 ? `${name.slice(0, 31)}…` : name;
}
