// SPDX-License-Identifier: Apache-2.0
// Where the OpenID provider sends the browser back to: its answer is given to the server, once.
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { comeFromOidc } from '../../api/session.ts';
import { useRefusal } from '../../parts/refusal.ts';
import { useWords } from '../../words/index.ts';

export function ComeBack() {
  const { say } = useWords();
  const refusal = useRefusal();
  const navigate = useNavigate();
  const { mutate, error } = useMutation({
    mutationFn: comeFromOidc,
    onSuccess: () => navigate({ to: '/', replace: true }),
  });
  const isSent = useRef(false);
  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    const answer = location.search.slice(1);
    // Signed in, the page is drawn anew, or somebody loads it again: the answer was given already.
    if (answer === '') return void navigate({ to: '/', replace: true });
    // Nobody finds it in the address later.
    history.replaceState(history.state, '', location.pathname);
    mutate(answer);
  }, [mutate, navigate]);
  return (
    <div className="stack">
      <h1 className="title">{say('signIn.title')}</h1>
      {error === null ? (
        <p role="status">{say('signIn.wait')}</p>
      ) : (
        <>
          <p role="alert" className="critical">
            {refusal(error.message)}
          </p>
          <Link to="/">{say('signIn.back')}</Link>
        </>
      )}
    </div>
  );
}
