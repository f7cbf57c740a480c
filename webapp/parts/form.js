// A form from its description: label above, hint below with its line always kept, error in place of the hint with a mark.
import { h } from '../lib/dom.js';
import { batch, signal } from '../lib/signal.js';
import { initial, read } from '../lib/form.js';
import { Problem } from '../lib/api.js';
import { mark } from './marks.js';
import { btn } from './bits.js';

let count = 0;

/**
 * @param form `{title, fields}`; @param send `(values) → Promise`, a `Problem` it throws is shown at its fields
 * @param shape how the parts are put together: `({fields, acts, error}) → element`
 * @param decide id of a `bool` field that two buttons answer (approve, reject) instead of a field
 */
export function dataForm(form, { send, submit = 'Send', shape, decide, label, onheld }) {
  const own = ++count,
    fields = form.fields ?? [],
    held = signal(Object.fromEntries(fields.map((f) => [f.id, initial(f)])));
  const wrong = signal({}), general = signal(null), working = signal(false);
  const key = () => globalThis.crypto?.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  let once = key();
  const set = (id, v) => {
    held.value = { ...held.peek(), [id]: v };
    if (wrong.peek()[id]) {
      const { [id]: _, ...rest } = wrong.peek();
      wrong.value = rest;
    }
    onheld?.(held.peek());
  };

  async function go(ev) {
    ev?.preventDefault();
    if (working.peek()) return;
    const got = read(form, held.peek());
    batch(() => {
      wrong.value = got.fields;
      general.value = null;
    });
    if (Object.keys(got.fields).length) {
      focusFirst(got.fields);
      return;
    }
    working.value = true;
    try {
      await send(got.values, once);
      once = key();
    } catch (error) {
      const at = error instanceof Problem ? error.fields : {},
        mine = Object.fromEntries(Object.entries(at).filter(([id]) => fields.some((f) => f.id === id)));
      const rest = Object.entries(at).filter(([id]) => !(id in mine)).map(([id, m]) => id ? `${id}: ${m}` : m);
      batch(() => {
        wrong.value = mine;
        general.value = Object.keys(mine).length && !rest.length
          ? null
          : [error.title, error.detail || (error.title ? '' : error.message), ...rest].filter(Boolean).join('. ');
      });
      once = key();
      focusFirst(mine);
    } finally {
      working.value = false;
    }
  }
  function focusFirst(at) {
    const f = fields.find((x) => at[x.id]);
    if (f) el.querySelector(`[name="f${own}-${CSS.escape(f.id)}"]`)?.focus();
  }
  const shown = fields.filter((f) => f.id !== decide);
  const acts = decide
    ? [
      btn('Approve', { kind: 'main', type: 'submit', disabled: () => working.value, onclick: () => set(decide, true) }),
      btn('Reject', { kind: 'stop', type: 'submit', disabled: () => working.value, onclick: () => set(decide, false) }),
    ]
    : [
      btn(() => working.value ? 'Sending…' : submit, {
        kind: 'main grow',
        type: 'submit',
        disabled: () => working.value,
      }),
    ];
  const error = h(
    'p',
    { class: 'wrong', role: 'alert', 'data-state': 'failed', hidden: () => !general.value },
    () => general.value ? [mark('failed', { size: 12 }), h('span', {}, general.value)] : null,
  );
  const el = h(
    'form',
    { novalidate: true, 'aria-label': label, onsubmit: go },
    shape({ fields: shown.map((f) => field(f, { own, held, wrong, set })), acts, error, held }),
  );
  return el;
}

function field(f, { own, held, wrong, set }) {
  const name = `f${own}-${f.id}`, hintId = `${name}-h`, bad = () => wrong.value[f.id];
  const about = f.type === 'secret' ? 'Secret: never shown again' : f.type === 'int' ? 'A whole number' : '';
  const hint = h(
    'span',
    {
      class: 'hint',
      id: hintId,
      'data-state': () => bad() ? 'failed' : undefined,
      role: () => bad() ? 'alert' : undefined,
    },
    () =>
      bad()
        ? [mark('failed', { size: 12 }), bad()]
        : [f.required ? '' : f.type === 'bool' ? '' : 'Optional', about].filter(Boolean).join(' · '),
  );
  const common = {
    id: name,
    name,
    'aria-describedby': hintId,
    'aria-invalid': () => bad() ? 'true' : undefined,
    'aria-required': f.required ? 'true' : undefined,
  };
  const text = { ...common, value: held.peek()[f.id], oninput: (ev) => set(f.id, ev.target.value) };
  const seg = (options) =>
    h(
      'fieldset',
      { class: 'field', 'aria-describedby': hintId },
      h('legend', {}, f.prompt || f.id),
      h(
        'div',
        { class: 'seg' },
        options.map(([v, word]) =>
          h(
            'label',
            {},
            h('input', {
              type: 'radio',
              name,
              value: String(v),
              checked: held.peek()[f.id] === v,
              'aria-invalid': common['aria-invalid'],
              onchange: () => set(f.id, v),
            }),
            word,
          )
        ),
      ),
      hint,
    );

  if (f.type === 'bool' && held.peek()[f.id] === null) return seg([[true, 'Yes'], [false, 'No']]);
  if (f.type === 'bool') {
    return h(
      'div',
      { class: 'field' },
      h(
        'label',
        { class: 'check' },
        h('input', {
          ...common,
          type: 'checkbox',
          checked: held.peek()[f.id],
          onchange: (ev) => set(f.id, ev.target.checked),
        }),
        f.prompt || f.id,
      ),
      hint,
    );
  }
  if (f.type === 'choice') {
    const options = f.options ?? [];
    if (options.length && options.length <= 4 && options.join('').length <= 26) return seg(options.map((o) => [o, o]));
    return h(
      'div',
      { class: 'field' },
      h('label', { for: name }, f.prompt || f.id),
      h(
        'select',
        { ...common, onchange: (ev) => set(f.id, ev.target.value) },
        held.peek()[f.id] === '' || !options.includes(held.peek()[f.id])
          ? h('option', { value: '' }, f.required ? 'Choose…' : '–')
          : null,
        options.map((o) => h('option', { value: o, selected: held.peek()[f.id] === o }, o)),
      ),
      hint,
    );
  }
  const input = f.type === 'multiline'
    ? h('textarea', { ...text, rows: 4 })
    : f.type === 'secret'
    ? h('input', { ...text, type: 'password', autocomplete: 'new-password' })
    : h('input', {
      ...text,
      type: 'text',
      inputmode: f.type === 'int' ? 'numeric' : undefined,
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: f.type === 'int' ? 'false' : undefined,
    });
  return h('div', { class: 'field' }, h('label', { for: name }, f.prompt || f.id), input, hint);
}
