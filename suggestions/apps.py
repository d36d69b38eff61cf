from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "suggestions"
    verbose_name = "代表建议"

    def ready(self):
        from suggestions import reference_pages  # needs the models

        reference_pages.register()
