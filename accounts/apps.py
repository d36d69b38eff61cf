from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "人员与单位"

    def ready(self):
        from django.contrib.auth.signals import user_logged_in

        from accounts import middleware, reference_pages  # need the models

        reference_pages.register()
        user_logged_in.connect(middleware.keep)
