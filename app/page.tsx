import { redirect } from 'next/navigation';
import { HOME_PATH } from '@/lib/server/auth/callback-url';

export default function Page() {
  redirect(HOME_PATH);
}
