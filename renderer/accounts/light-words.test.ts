import { expect, test } from 'vitest'
import type { Lights } from '../../contract/tunnel-state.ts'
import { createTranslate } from '../../words/translate.ts'
import { lightsOf } from './light-words.ts'

const t = createTranslate('en')
const looks = (lights: Lights) => lightsOf(t, lights).map(({ look }) => look)

test('all three are green where the mail server has answered', () => {
  expect(looks({ ssh: 'up', forward: 'allowed', mailServer: 'answers' })).toEqual(['ok', 'ok', 'ok'])
})

test('a silent mail server has the only light in trouble', () => {
  expect(looks({ ssh: 'up', forward: 'allowed', mailServer: 'silent' })).toEqual(['ok', 'ok', 'trouble'])
})

test('a forward that is forbidden leaves the mail server unseen', () => {
  expect(looks({ ssh: 'up', forward: 'prohibited', mailServer: 'unknown' })).toEqual(['ok', 'trouble', 'quiet'])
})

test('the lights behind SSH are unknown once SSH is down', () => {
  const lights = lightsOf(t, { ssh: 'down', forward: 'allowed', mailServer: 'refused' })
  expect(lights.map(({ look }) => look)).toEqual(['quiet', 'quiet', 'quiet'])
  expect(lights.map(({ words }) => words)).toEqual(['SSH not connected', 'Forward not tried', 'Mail server not seen'])
})

test('each light has words of its own', () => {
  const all = (['unknown', 'answers', 'refused', 'silent'] as const).map(
    (mailServer) => lightsOf(t, { ssh: 'up', forward: 'allowed', mailServer })[2]?.words,
  )
  expect(new Set(all).size).toBe(4)
})
