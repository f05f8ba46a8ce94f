; What electron-builder's installer for Windows does besides: included by nsis.include of electron-builder.yml.

!macro customUnInstall
  ; An update runs the old uninstaller, too: what the person switched on stays on then.
  ${ifNot} ${isUpdated}
    ; The log-in item that Postern made by itself (Electron names it after the application's id). Accounts and keys are left.
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "electron.app.${PRODUCT_NAME}"
  ${endIf}
!macroend
