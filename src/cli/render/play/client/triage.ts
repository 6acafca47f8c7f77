// SPDX-License-Identifier: Apache-2.0

/** A round of messages: decide, say how sure, see why. */
export const TRIAGE = `
function message(state, item) {
  askMessage(item, say('item-of', state.at, state.session.length), [stop(state)], ({ action, confidence, seconds }, nodes) => {
    state.answers.push({ item, action, confidence, seconds });
    state.session.answered(item, outcomeOf(item, action) !== 'wrong', confidence, Date.now());
    if (state.test) next(state);
    else show(say(outcomeOf(item, action)) + ' · ' + say(item.truth), youSaid({ action, confidence }), ...nodes, whyOf(item), row(button(say('next'), () => next(state)), stop(state)));
  });
}

const whyOf = (item) => explained(item.why, item.cues.map(({ cue, quote }) => ({ quote, says: family(cue).says, title: tell(family(cue).title), text: tell(family(cue).text) })));

kinds.triage = {
  modes: [['feedback-now', false], ['feedback-end', true]],
  start: (state) => startItems(state, state.set.messages, state.game.length, message),
  debrief: ({ answers, test }) => {
    const result = triageResult(answers, (cue, truth) => family(cue).says === truth);
    const rows = [
      ...pointRows(result),
      signalRow(result),
      [say('report-time'), result.reportSeconds === undefined ? undefined : number(result.reportSeconds)],
      [say('sure-wrong'), String(result.sureAndWrong)],
    ];
    const later = test ? answers.map(({ item, action, confidence }) => element('section', [element('h2', (item.subject ?? item.from) + ': ' + say(outcomeOf(item, action)) + ' · ' + say(item.truth)), youSaid({ action, confidence }), element('p', item.text), whyOf(item)], 'card')) : [];
    return { rows, nodes: [element('p', say(result.advice)), ...missedFamilies(result.missed), ...later] };
  },
};
`;
