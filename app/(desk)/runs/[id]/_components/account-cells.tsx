import Link from 'next/link';
import { Dot } from '@/components/ui/dot';
import { formatNumber } from '@/components/ui/format';
import type { Tone } from '@/components/ui/tone';
import type { RunResult } from '@/lib/runs/result';
import { accountHref } from '../../../hrefs';

type Account = RunResult['deferrals'][number];

export function AccountName({
  accountName,
  accountId,
}: Pick<Account, 'accountName' | 'accountId'>) {
  return (
    <>
      <Link
        href={accountHref(accountId)}
        prefetch={false}
        className="block underline-offset-2 hover:underline"
      >
        {accountName}
      </Link>
      {accountName !== accountId && (
        <span className="block text-xs text-ink-muted">{accountId}</span>
      )}
    </>
  );
}

const healthTones: Record<NonNullable<Account['color']>, Tone> = {
  red: 'danger',
  yellow: 'warn',
  green: 'ok',
};

export function Health({ health, color }: Pick<Account, 'health' | 'color'>) {
  return (
    <Dot tone={color ? healthTones[color] : 'neutral'} label={color ?? 'unknown'}>
      {formatNumber(health)}
    </Dot>
  );
}

export function ClassName({ segment, level }: Pick<Account, 'segment' | 'level'>) {
  return <>{[segment, level].filter(Boolean).join(' · ') || '–'}</>;
}
