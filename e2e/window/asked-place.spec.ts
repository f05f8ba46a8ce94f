import { expect as see } from './expect.ts'
import { describe, expect, test } from 'vitest'
import { describeWith } from '../../main/testing/components.ts'
import { createTranslate } from '../../words/translate.ts'
import { windowComponents } from './open-window.ts'
import { pretend } from './pretend.ts'
import { windowHarness } from './window-harness.ts'

// The places that the tray and the notifications ask for. A page in a browser has neither, so the test sends Postern's event.

describeWith([...windowComponents], 'a window that is asked to go to a place', () => {
  const harness = windowHarness()
  const t = createTranslate('en')

  const openWithAccount = async () => {
    const { id } = JSON.parse(
      await harness.postern().must(['account', 'add', 'Work', '--host', 'mail.example.org', '--user', 'bob', '--json']),
    ) as { readonly id: string }
    const { page, complaints } = await harness.open()
    const { tell } = await pretend(page, {})
    const title = (name: string) => page.getByRole('heading', { level: 1, name, exact: true })
    await see(title(t('nav.accounts'))).toBeVisible()
    return { id, page, complaints, tell, title }
  }

  test('shows the account, the settings and the list, and Back leads through them', async () => {
    const { id, page, complaints, tell, title } = await openWithAccount()
    tell('PlaceAsked', { place: 'account', accountId: id })
    await see(title('Work')).toBeVisible()
    tell('PlaceAsked', { place: 'settings' })
    await see(title(t('nav.settings'))).toBeVisible()
    tell('PlaceAsked', { place: 'settings' })
    tell('PlaceAsked', { place: 'accounts' })
    await see(title(t('nav.accounts'))).toBeVisible()
    await page.goBack()
    await see(title(t('nav.settings'))).toBeVisible()
    await page.goBack()
    await see(title('Work')).toBeVisible()
    expect(complaints()).toEqual([])
  })

  test('shows the list if the account is gone', async () => {
    const { tell, title } = await openWithAccount()
    tell('PlaceAsked', { place: 'settings' })
    await see(title(t('nav.settings'))).toBeVisible()
    tell('PlaceAsked', { place: 'account', accountId: '00000000-0000-4000-8000-000000000000' })
    await see(title(t('nav.accounts'))).toBeVisible()
  })

  describe('with a form that is not saved', () => {
    const openWithForm = async () => {
      const window = await openWithAccount()
      const { id, page, tell, title } = window
      await page.getByRole('main').getByRole('link', { name: 'Work' }).click()
      await page
        .getByRole('link', { name: t('accounts.edit'), exact: true })
        .first()
        .click()
      const name = page.getByRole('textbox', { name: t('editor.name') })
      await name.fill('Office')
      tell('PlaceAsked', { place: 'account', accountId: id })
      const question = page.getByRole('alertdialog', { name: t('editor.leave.title') })
      await see(question).toBeVisible()
      return { name, question, title }
    }

    test('asks, and stays if the person chooses so', async () => {
      const { name, question } = await openWithForm()
      await question.getByRole('button', { name: t('editor.leave.stay') }).click()
      await see(name).toHaveValue('Office')
    })

    test('asks, and goes if the person discards the form', async () => {
      const { question, title } = await openWithForm()
      await question.getByRole('button', { name: t('editor.leave.leave') }).click()
      await see(title('Work')).toBeVisible()
    })
  })
})
