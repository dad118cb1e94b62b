import { redirect } from 'next/navigation';
import { home } from '@/lib/auth/callback-url';

export default function Page() {
  redirect(home);
}
