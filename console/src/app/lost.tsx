// SPDX-License-Identifier: Apache-2.0
import { Link } from '@tanstack/react-router';
import { Empty } from '../parts/empty.tsx';
import { useWords } from '../words/index.ts';

export function Lost() {
  const { say } = useWords();
  return <Empty text={say('lost.text')} action={<Link to="/">{say('lost.action')}</Link>} />;
}
