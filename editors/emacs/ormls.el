;;; ormls.el --- Client of ormls, the language server of the ORM  -*- lexical-binding: t -*-

;; Package-Requires: ((emacs "27.1"))

;;; Commentary:

;; With eglot, M-x ormls-eglot starts the server for the project of the current buffer.  With lsp-mode it is
;; registered as an add-on and runs beside gopls.

;;; Code:

(defgroup ormls nil
  "The language server of the ORM."
  :group 'tools)

(defcustom ormls-command '("ormls")
  "Program and arguments that start the server."
  :type '(repeat string))

(defcustom ormls-dialects ["sqlite" "postgresql"]
  "Dialects to show SQL for."
  :type '(vector string))

(declare-function eglot "eglot")
(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function lsp-activate-on "lsp-mode")

;;;###autoload
(defun ormls-eglot ()
  "Start ormls by eglot for the project of the current buffer."
  (interactive)
  (require 'eglot)
  (defvar eglot-server-programs)
  (let ((eglot-server-programs
         (cons `((go-mode go-ts-mode)
                 . (,@ormls-command :initializationOptions (:dialects ,ormls-dialects)))
               eglot-server-programs)))
    (call-interactively #'eglot)))

(with-eval-after-load 'lsp-mode
  (lsp-register-client
   (make-lsp-client
    :new-connection (lsp-stdio-connection (lambda () ormls-command))
    :activation-fn (lsp-activate-on "go")
    :add-on? t
    :server-id 'ormls
    :initialization-options (lambda () (list :dialects ormls-dialects)))))

(provide 'ormls)
;;; ormls.el ends here
