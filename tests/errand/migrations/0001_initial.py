"""The tables of the errand, guarded as those of any case."""

import django.db.models.deletion
import workflow.states
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('workflow', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Errand',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('workflow.case',),
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', workflow.states.StateField(default='waiting', max_length=40, protected=True)),
                ('choice', models.CharField(blank=True, default='', max_length=10)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='workflow.case')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workflow.party')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'party'), name='reply_once')],
            },
        ),
        migrations.RunSQL("SELECT workflow_guard_case_table('errand_reply'::regclass)", migrations.RunSQL.noop),
    ]
